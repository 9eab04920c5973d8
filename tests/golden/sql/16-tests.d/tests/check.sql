CREATE TABLE fixture (id INT);
