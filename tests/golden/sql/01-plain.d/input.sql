-- All people.
CREATE TABLE users (
    id INT PRIMARY KEY,
    name TEXT
);

CREATE VIEW names AS SELECT name FROM users;
