def fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)

parts = 4.times.map { |i| Thread.new { (0...100000).sum { |j| j * i } } }
puts fib(22), (1..1000).inject(:*).to_s.size, parts.map(&:value).inspect
count = Hash.new(0)
100000.times { |i| count[i % 97] += 1 }
words = 3.times.map do |i|
  Thread.new { 20000.times.map { |j| "#{i}-#{j}" }.last(2).join(',') }
end
GC.start
GC.compact if GC.respond_to?(:compact)
fiber = Fiber.new { 1000.times { |i| Fiber.yield i } }
failed = 1000.times.count { |i| Integer(i.odd? ? 'x' : '1') rescue nil }
reader, writer = IO.pipe
child = fork { reader.close; writer.write((0...50000).sum.to_s); exit!(3) }
writer.close
Process.wait(child)
puts words.map(&:value).inspect, 1000.times.sum { fiber.resume }, failed
puts reader.read, $?.exitstatus
puts count[5], 'héllo'.reverse, [3, 1, 2].sort.inspect, 2**100, Math.sqrt(2)
