near() { util; }
