-- Sets when the key ends: by the command ARGV[1] with ARGV[2]; never, if ARGV[1] is empty. 1 if the key is there.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if ARGV[1] == '' then
  redis.call('PERSIST', KEYS[1])
else
  redis.call(ARGV[1], KEYS[1], ARGV[2])
end
return 1
