late() { log late; }
