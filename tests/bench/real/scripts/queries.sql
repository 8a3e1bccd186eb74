-- SPDX-License-Identifier: GPL-2.0-or-later
-- Tables, indexes, joins, windows, text and updates in one in-memory database.
.mode list
create table customer(id integer primary key, name text, city integer, since integer);
create table orders(id integer primary key, customer integer, day integer, total real);
create table line(orders integer, product integer, count integer, price real, note text);
begin;
with recursive n(x) as (select 1 union all select x + 1 from n where x < 20000)
insert into customer select x, printf('name %05d', x * 7919 % 20011), x * 31 % 97, x % 3650 from n;
with recursive n(x) as (select 1 union all select x + 1 from n where x < 300000)
insert into orders select x, x * 7907 % 20000 + 1, x * 13 % 3650, 0 from n;
with recursive n(x) as (select 1 union all select x + 1 from n where x < 900000)
insert into line select x * 31 % 300000 + 1, x * 17 % 501, x % 7 + 1, (x * 101 % 9973) / 100.0,
    hex(x * 48271) || ' note' from n;
commit;
create index line_orders on line(orders);
create index orders_customer on orders(customer, day);
update orders set total = (select sum(count * price) from line where line.orders = orders.id);
select count(*), round(sum(total), 2) from orders where total > 500;
select city, count(*), round(sum(total), 2) s from customer join orders on customer = customer.id
    group by city order by s desc limit 5;
select product, sum(count) c, round(avg(price), 4) from line group by product
    having c > 7180 order by c desc, product limit 8;
select count(*) from line where note like '%33A%' or note glob '*373[0-4]3*';
select customer, day, round(total, 2), rank() over (partition by customer order by total desc) r
    from orders where customer % 2500 = 7 order by customer, r limit 10;
select sum(r) from (select row_number() over (partition by day order by total) r from orders);
select length(group_concat(upper(substr(name, 3, 6)) || replace(name, '0', 'zero')))
    from (select name from customer order by name desc);
with recursive f(i, a, b) as (select 1, 0, 1 union all select i + 1, b, (a + b) % 1000007 from f
    where i < 1000000) select sum(a) from f;
delete from line where orders in (select id from orders where day < 400);
select count(*), round(total(price), 2) from line;
select count(distinct l.product), max(o.day) from line l join orders o on o.id = l.orders
    join customer c on c.id = o.customer where c.city between 10 and 40 and l.price > 30;
