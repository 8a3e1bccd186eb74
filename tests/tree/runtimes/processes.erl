Fib = fun(F, N) -> if N < 2 -> N; true -> F(F, N - 1) + F(F, N - 2) end end,
Self = self(),
[spawn(fun() -> Self ! lists:sum(lists:seq(1, 100000)) end) || _ <- lists:seq(1, 8)],
Sums = [receive X -> X end || _ <- lists:seq(1, 8)],
io:format("~p ~p ~p~n", [Fib(Fib, 20), lists:sum(Sums), length(integer_to_list(1 bsl 1000))]),
halt().
