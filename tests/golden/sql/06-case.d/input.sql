create table Users (ID int);
CREATE TABLE "Mixed" (id INT);
SELECT * FROM USERS;
SELECT * FROM "Mixed";
