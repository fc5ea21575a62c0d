-- Writes families. KEYS: the index, then the families' own. ARGV: the version of the index that the caller has read,
-- then for each family its name, its description for the index, and its shape. 0 if the index has changed; else 1.
if (redis.call('HGET', KEYS[1], '') or '0') ~= ARGV[1] then return 0 end
for i = 2, #KEYS do
  local at = 2 + (i - 2) * 3
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  redis.call('HSET', KEYS[i], 's', ARGV[at + 2])
end
redis.call('HINCRBY', KEYS[1], '', 1)
return 1
