local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(27))
local t = {}
for i = 1, 1e6 do t[i % 1000] = (t[i % 1000] or 0) + i end
local s = 0
for i = 1, 1e7 do s = s + i % 7 * 0.5 end
print(t[7], s, string.rep('ab', 3), ('x'):byte())
