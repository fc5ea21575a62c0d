-- The value, when it ends (ms since the epoch, -1: never) and the server's time in ms. Nothing: absent.
local value = redis.call('GET', KEYS[1])
if not value then return false end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = redis.pcall('PEXPIRETIME', KEYS[1])
if type(ends) == 'table' then -- Redis before 7.0 has no such command
  ends = redis.call('PTTL', KEYS[1])
  if ends >= 0 then ends = ends + now end
end
return {value, ends, now}
