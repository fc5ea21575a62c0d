-- Changes series of families. KEYS: the families', and perhaps the hash of the runs of one name. ARGV: how many families,
-- a shape for each. With runs: how many have ended, their ids, how many have begun (0 or 1), its id and labels. Then for
-- each change the number of its key, what to do ('add', 'set', 'observe', 'running'), the series' labels, a value (of
-- 'observe': the sum), and of 'observe' the cell and how many. 0, and nothing is done, unless every family has its shape;
-- 1, and nothing is done, if a run that has ended is not there; else {what each value is now, …}.
local families = tonumber(ARGV[1])
for i = 1, families do
  if redis.call('HGET', KEYS[i], 's') ~= ARGV[i + 1] then return 0 end
end
local at = families + 2
local runs = KEYS[families + 1]
local open = {}
if runs then
  local ended = {}
  for i = at + 1, at + tonumber(ARGV[at]) do ended[#ended + 1] = ARGV[i] end
  for _, id in ipairs(ended) do
    if redis.call('HEXISTS', runs, id) == 0 then return 1 end
  end
  for _, id in ipairs(ended) do redis.call('HDEL', runs, id) end
  at = at + #ended + 2
  if ARGV[at - 1] == '1' then
    redis.call('HSET', runs, ARGV[at], ARGV[at + 1])
    at = at + 2
  end
  for _, labels in ipairs(redis.call('HVALS', runs)) do open[labels] = (open[labels] or 0) + 1 end
end
local function add(key, field, by)
  local sum = tonumber(redis.call('HGET', key, field) or '0') + tonumber(by)
  local text = sum ~= sum and 'NaN' or string.format('%.17g', sum)
  redis.call('HSET', key, field, text)
  return text
end
local result = {}
while at <= #ARGV do
  local key, what, labels, value = KEYS[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  at = at + 4
  if what == 'observe' then
    add(key, 't' .. labels, value)
    if ARGV[at + 1] ~= '0' then redis.call('HINCRBY', key, 'c' .. ARGV[at] .. labels, ARGV[at + 1]) end
    at = at + 2
    value = '0'
  elseif what == 'add' then
    value = add(key, 'v' .. labels, value)
  else
    if what == 'running' then value = tostring(open[labels] or 0) end
    redis.call('HSET', key, 'v' .. labels, value)
  end
  result[#result + 1] = value
end
return result
