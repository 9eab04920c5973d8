-- Zählt größer.
CREATE TABLE größe (id INT);
SELECT '😀' FROM größe;
