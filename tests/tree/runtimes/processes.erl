-module(processes).
-export([main/0, fib/1]).

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

%% A ring of processes that pass a number on.
ring(0, Last) -> Last;
ring(N, Next) ->
    ring(N - 1, spawn(fun() -> receive X -> Next ! X + 1 end end)).

garbage(N) -> garbage(N, []).
garbage(0, Keep) -> length(Keep);
garbage(N, Keep) when N rem 1000 =:= 0 -> garbage(N - 1, [N | lists:sublist(Keep, 10)]);
garbage(N, Keep) -> garbage(N - 1, [integer_to_list(N) | Keep]).

caught(N) -> length([1 || I <- lists:seq(1, N), catches(I) =:= error]).
catches(I) -> try 10 div (I rem 4) catch error:badarith -> error end.

%% A module that is made, loaded, run and loaded again in another form.
loaded(I) ->
    Forms = [{attribute, 1, module, made}, {attribute, 1, export, [{f, 1}]},
             {function, 1, f, 1, [{clause, 1, [{var, 1, 'X'}], [],
              [{op, 1, '*', {var, 1, 'X'}, {integer, 1, I}}]}]}],
    {ok, made, Binary} = compile:forms(Forms),
    code:purge(made),
    {module, made} = code:load_binary(made, "made", Binary),
    made:f(7).

main() ->
    Self = self(),
    [spawn(fun() -> Self ! lists:sum(lists:seq(1, 100000)) end) || _ <- lists:seq(1, 8)],
    Sums = [receive X -> X end || _ <- lists:seq(1, 8)],
    io:format("~p ~p ~p~n", [fib(23), lists:sum(Sums), length(integer_to_list(1 bsl 1000))]),
    ring(2000, Self) ! 0,
    io:format("~p~n", [receive Y -> Y end]),
    [spawn(fun() -> Self ! garbage(50000 + I) end) || I <- lists:seq(1, 8)],
    Kept = lists:sum([receive X -> X end || _ <- lists:seq(1, 8)]),
    Binaries = lists:foldl(fun(I, B) -> <<B/binary, I:16>> end, <<>>, lists:seq(1, 5000)),
    io:format("~p ~p ~p~n", [Kept, caught(2000), erlang:crc32(Binaries)]),
    io:format("~p~n", [lists:sum([loaded(I) || I <- lists:seq(1, 20)])]),
    ets:new(t, [named_table, public, {write_concurrency, true}]),
    Count = fun() -> [ets:update_counter(t, k, 1, {k, 0}) || _ <- lists:seq(1, 5000)] end,
    [spawn(fun() -> Count(), Self ! done end) || _ <- lists:seq(1, 4)],
    [receive done -> ok end || _ <- lists:seq(1, 4)],
    io:format("~p~n", [ets:lookup(t, k)]),
    halt().
