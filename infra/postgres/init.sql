-- Runs once, when the database folder is made. The services own their database and nothing else.
\set password `cat /run/passwords/postgres`
CREATE ROLE watchstate LOGIN PASSWORD :'password';
CREATE DATABASE watchstate OWNER watchstate ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
REVOKE CONNECT ON DATABASE watchstate FROM PUBLIC;
