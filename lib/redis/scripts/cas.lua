-- Compare and set. ARGV[1]: what must be there: 'absent', 'value' (ARGV[2]) or 'entry' (ARGV[2], ending at ARGV[3]).
-- Then ARGV[4] is written, with the words of SET in ARGV[5] and [6]; or, if ARGV[5] is 'DEL', the key goes. 1 if it
-- was done.
local present = redis.call('GET', KEYS[1])
if ARGV[1] == 'absent' then
  if present then return 0 end
elseif present ~= ARGV[2] then
  return 0
elseif ARGV[1] == 'entry' then
  local ends = redis.pcall('PEXPIRETIME', KEYS[1])
  if type(ends) == 'table' then -- Redis before 7.0 has no such command
    local time = redis.call('TIME')
    ends = redis.call('PTTL', KEYS[1])
    if ends >= 0 then ends = ends + time[1] * 1000 + math.floor(time[2] / 1000) end
  end
  if ends ~= tonumber(ARGV[3]) then return 0 end
end
if ARGV[5] == 'DEL' then
  redis.call('UNLINK', KEYS[1])
elseif ARGV[5] == '' then
  redis.call('SET', KEYS[1], ARGV[4])
elseif ARGV[6] == '' then
  redis.call('SET', KEYS[1], ARGV[4], ARGV[5])
else
  redis.call('SET', KEYS[1], ARGV[4], ARGV[5], ARGV[6])
end
return 1
