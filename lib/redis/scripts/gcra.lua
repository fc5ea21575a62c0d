-- Takes from a rate limit, on the server's clock in microseconds. ARGV: what the cost takes, what the burst holds, what
-- stands behind the theoretical arrival time in the stored form. Returns {1: allowed, 0: not, 2: not a rate limit's
-- value, and the backlog}.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local present = redis.call('GET', KEYS[1])
local arrival = now
if present then
  arrival = tonumber(string.match(present, '"tat":(%d+)') or '')
  if not arrival then return {2, 0} end
end
arrival = math.min(math.max(arrival, now), now + burst)
if arrival + cost - now > burst then return {0, arrival - now} end
arrival = arrival + cost
redis.call('SET', KEYS[1], '{"tat":' .. string.format('%.0f', arrival) .. ARGV[3], 'PXAT',
  string.format('%.0f', math.ceil(arrival / 1000)))
return {1, arrival - now}
