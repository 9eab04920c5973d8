CREATE FUNCTION f(a integer) RETURNS integer AS $$ SELECT 1; $$ LANGUAGE sql;
CREATE FUNCTION f(a text) RETURNS integer AS $$ SELECT 2; $$ LANGUAGE sql;
SELECT f(1);
CREATE FUNCTION g(a integer, OUT b integer) RETURNS integer AS $$ SELECT 3; $$ LANGUAGE sql;
CREATE FUNCTION g(a integer, b integer, c integer DEFAULT 1) RETURNS integer AS $$ SELECT g(1); $$ LANGUAGE sql;
CREATE VIEW v AS SELECT g(1, 2, 3), g(4);
