\echo not for psql \quit
CREATE TABLE jobs (id int, boss text);
CREATE TABLE done (id int);
CREATE FUNCTION is_due(j int) RETURNS boolean AS 'MODULE_PATHNAME' LANGUAGE C STRICT;
CREATE FUNCTION price(j int) RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;
CREATE OPERATOR ~> (LEFTARG = int, RIGHTARG = int, PROCEDURE = price);
CREATE AGGREGATE most(int) (SFUNC = price, STYPE = int);

CREATE OR REPLACE FUNCTION run_jobs(who text DEFAULT 'me; BEGIN') RETURNS SETOF int AS $body$
<<outer_block>>
DECLARE
    job record; -- is_due(1) is no call here
    n int := 0;
BEGIN
    IF NOT is_due(1) THEN
        RAISE NOTICE 'nothing for %', who;
        RETURN;
    ELSIF price(2) > 3 THEN
        n := price(n) + 1;
    END IF;
    FOR job IN SELECT * FROM jobs WHERE boss = who LOOP
        INSERT INTO done (id) VALUES (job.id) RETURNING id INTO STRICT n;
        PERFORM clean(job.id);
        CASE WHEN is_due(n) THEN
            DELETE FROM done;
        ELSE
            NULL;
        END CASE;
    END LOOP;
    FOR i IN 1 .. 3 LOOP
        EXECUTE format('DROP TABLE %I', who) INTO n;
    END LOOP;
    SELECT id, boss INTO n, job.boss FROM jobs LIMIT 1;
    RETURN QUERY SELECT id FROM done;
EXCEPTION
    WHEN unique_violation THEN
        RETURN;
END;
$body$ LANGUAGE plpgsql;

CREATE FUNCTION clean(j int) RETURNS int LANGUAGE plpgsql AS $$
begin
    update jobs set boss = '' where id = j;
    return price(j);
end $$;

DO $do$
BEGIN
    PERFORM clean(2);
END
$do$;

CREATE VIEW after_all AS SELECT * FROM run_jobs();
