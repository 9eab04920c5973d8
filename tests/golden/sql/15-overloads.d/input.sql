CREATE FUNCTION f(a integer) RETURNS integer AS $$ SELECT 1; $$ LANGUAGE sql;
CREATE FUNCTION f(a text) RETURNS integer AS $$ SELECT 2; $$ LANGUAGE sql;
SELECT f(1);
