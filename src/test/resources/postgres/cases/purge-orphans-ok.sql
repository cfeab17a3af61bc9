-- as purge-orphans, but the name of the table that is reached by a predicate sorts before the others
create table nodes (id int primary key, tenant_id text not null, parent_id int references nodes);
create table apayloads (id int primary key, node_id int not null, secret text);
insert into nodes values (1,'acme',null),(2,'acme',1),(3,'globex',null);
insert into apayloads values (1,1,'acme secret'),(2,2,'acme secret'),(3,3,'globex');
