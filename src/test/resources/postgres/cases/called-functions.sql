-- functions whose texts look names up, and that a generated column, indexes and a check call: pg_dump's search path is empty
create function enc(b bytea) returns text language sql immutable as $$ select encode(b,'hex') $$;
create function enc(u uuid) returns text language sql immutable as $$ select enc(uuid_send(u)) $$;
create table docs (id uuid primary key default gen_random_uuid(), tenant_id text not null, n int, pub text generated always as (enc(id)) stored);
create index docs_enc on docs (enc(id));
create unique index docs_enc2 on docs (tenant_id, enc(id)) where enc(id) <> 'x';
insert into docs(tenant_id,n) select case when g%2=0 then 'acme' else 'globex' end, g from generate_series(1,10) g;
create extension unaccent;
create function plain(t text) returns text language sql immutable as $$ select lower(unaccent('unaccent', t)) $$;
create function slow(t text) returns text language plpgsql immutable as $$ begin return plain(t); end $$;
create table places (id int primary key, tenant_id text not null, name text, lat float, lon float, check (slow(name) <> 'x'));
create index on places (plain(name)); create index on places (slow(name));
create materialized view names as select plain(name) as p, count(*) from places group by 1; create index on names (slow(p));
insert into places select g, case when g%2=0 then 'acme' else 'globex' end, 'José '||g, g, g from generate_series(1,10) g; refresh materialized view names;
