-- Removes families. KEYS: the index, then the families' own; ARGV: their names. How many there were.
local removed = 0
for i = 2, #KEYS do
  redis.call('UNLINK', KEYS[i])
  removed = removed + redis.call('HDEL', KEYS[1], ARGV[i - 1])
end
redis.call('HINCRBY', KEYS[1], '', 1)
return removed
