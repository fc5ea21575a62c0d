-- Changes series of families. KEYS: the families', and perhaps the hash of the runs of one name. ARGV: how many families,
-- how many series of one are many, a shape for each. With runs: how many have ended, their ids, how many have begun (0 or
-- 1), its id and labels. Then for each change the number of its key, what to do ('add', 'set', 'observe', 'running'), the
-- series' labels, a value (of 'observe': the sum), and of 'observe' the cell and how many. 0, and nothing is done, unless
-- every family has its shape; 1, and nothing is done, if a run that has ended is not there; else {what each value is now,
-- …, the number of each key that has more than many series from now on}. A family's field n counts them.
local families = tonumber(ARGV[1])
for i = 1, families do
  if redis.call('HGET', KEYS[i], 's') ~= ARGV[i + 2] then return 0 end
end
local at = families + 3
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
local grown = {}
local function set(number, field, text)
  if redis.call('HSET', KEYS[number], field, text) == 1 then grown[number] = (grown[number] or 0) + 1 end
end
-- How many series the family has, as nobody has counted them yet.
local function count(key)
  local n = 0
  for _, field in ipairs(redis.call('HKEYS', key)) do
    local kind = string.sub(field, 1, 1)
    if kind == 'v' or kind == 't' then n = n + 1 end
  end
  return n
end
local function add(number, field, by)
  local sum = tonumber(redis.call('HGET', KEYS[number], field) or '0') + tonumber(by)
  local text = sum ~= sum and 'NaN' or string.format('%.17g', sum)
  set(number, field, text)
  return text
end
local result = {}
while at <= #ARGV do
  local number, what, labels, value = tonumber(ARGV[at]), ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  at = at + 4
  if what == 'observe' then
    add(number, 't' .. labels, value)
    if ARGV[at + 1] ~= '0' then redis.call('HINCRBY', KEYS[number], 'c' .. ARGV[at] .. labels, ARGV[at + 1]) end
    at = at + 2
    value = '0'
  elseif what == 'add' then
    value = add(number, 'v' .. labels, value)
  else
    if what == 'running' then value = tostring(open[labels] or 0) end
    set(number, 'v' .. labels, value)
  end
  result[#result + 1] = value
end
local many = tonumber(ARGV[2])
for number, more in pairs(grown) do
  local before = tonumber(redis.call('HGET', KEYS[number], 'n')) or count(KEYS[number]) - more
  redis.call('HSET', KEYS[number], 'n', before + more)
  if before <= many and before + more > many then result[#result + 1] = number end
end
return result
