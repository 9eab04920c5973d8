only() { echo three; }
