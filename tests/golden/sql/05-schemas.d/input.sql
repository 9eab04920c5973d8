CREATE TABLE app.users (id INT);
CREATE TABLE audit.users (id INT);
CREATE VIEW app.all_users AS SELECT * FROM app.users JOIN audit.users ON true;
SELECT * FROM users;
