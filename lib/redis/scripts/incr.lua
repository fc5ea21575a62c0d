-- Adds ARGV[1] to a whole number, which may stand in quotes; a new key lives ARGV[2] ms. Returns {1, sum}, or
-- {2, value} where the client has to look: decimals, other spellings, no number, an overflow.
local present = redis.call('GET', KEYS[1])
local number = present or '0'
if string.sub(number, 1, 1) == '"' then number = string.sub(number, 2, -2) end
if number ~= '0' and not string.find(number, '^%-?[1-9]%d*$') then return {2, present} end
if present and present ~= number then redis.call('SET', KEYS[1], number, 'KEEPTTL') end
local sum = redis.pcall('INCRBY', KEYS[1], ARGV[1])
if type(sum) == 'table' then
  if present and present ~= number then redis.call('SET', KEYS[1], present, 'KEEPTTL') end
  return {2, present}
end
if not present and ARGV[2] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {1, redis.call('GET', KEYS[1])}
