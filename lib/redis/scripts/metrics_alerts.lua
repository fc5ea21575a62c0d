-- Writes what alerts remember into the hash KEYS[1]. ARGV: the version that the caller has read, then keys with their
-- texts; an empty text removes the key. 0, and nothing is done, if the version has changed; else 1.
if (redis.call('HGET', KEYS[1], '') or '0') ~= ARGV[1] then return 0 end
for i = 2, #ARGV, 2 do
  if ARGV[i + 1] == '' then
    redis.call('HDEL', KEYS[1], ARGV[i])
  else
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
  end
end
redis.call('HINCRBY', KEYS[1], '', 1)
return 1
