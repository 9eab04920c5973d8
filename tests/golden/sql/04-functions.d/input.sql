CREATE TABLE t (id INT);
CREATE FUNCTION one(a integer) RETURNS integer AS $$ SELECT a + 1 FROM t; $$ LANGUAGE sql;
CREATE FUNCTION two(a integer) RETURNS integer AS $$ SELECT one(a); $$ LANGUAGE sql;
SELECT two(1), count(*) FROM t;
