def fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)

parts = 4.times.map { |i| Thread.new { (0...100000).sum { |j| j * i } } }
puts fib(22), (1..1000).inject(:*).to_s.size, parts.map(&:value).inspect
count = Hash.new(0)
100000.times { |i| count[i % 97] += 1 }
puts count[5], 'héllo'.reverse, [3, 1, 2].sort.inspect, 2**100, Math.sqrt(2)
