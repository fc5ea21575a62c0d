-- Writes ARGV[2], with the words of SET in ARGV[3] and [4], if the condition ARGV[1] holds. From ARGV[5] on: what
-- a value may be to equal the text that is asked for. Returns {1: written, 0: not, 2: ask the client} and the value
-- from before.
local condition, present = ARGV[1], redis.call('GET', KEYS[1])
if condition == 'absent' and present then return {0, present} end
if (condition == 'present' or condition == 'equals') and not present then return {0, false} end
if condition == 'equals' then
  local same = false
  for i = 5, #ARGV do same = same or present == ARGV[i] end
  if not same then
    -- With escapes, or blanks around it, another spelling may mean the same text.
    local first = string.sub(present, 1, 1)
    if first == '"' and string.find(present, '\\', 1, true) or string.find(present, '^%s') or
      string.find(present, '%s$') then
      return {2, present}
    end
    return {0, present}
  end
end
if ARGV[3] == '' then
  redis.call('SET', KEYS[1], ARGV[2])
elseif ARGV[4] == '' then
  redis.call('SET', KEYS[1], ARGV[2], ARGV[3])
else
  redis.call('SET', KEYS[1], ARGV[2], ARGV[3], ARGV[4])
end
return {1, present}
