CREATE TABLE a (id INT);
CREATE TABLE b (id INT, a_id INT REFERENCES a(id));
CREATE TABLE c (id INT);
CREATE VIEW v AS
SELECT x.id FROM a x JOIN b ON b.a_id = x.id LEFT JOIN c AS z ON z.id = b.id
WHERE x.id IN (SELECT id FROM c);
