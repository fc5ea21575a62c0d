-- Changes series of the families in KEYS. ARGV: a shape for each key, then for each change the number of its key, what
-- to do ('add', 'set', 'observe'), the series' labels, a value (of 'observe': the sum), and of 'observe' the cell and
-- how many. 0, and nothing is done, unless every family has its shape; else {what each value is now, …}.
for i, key in ipairs(KEYS) do
  if redis.call('HGET', key, 's') ~= ARGV[i] then return 0 end
end
local function add(key, field, by)
  local sum = tonumber(redis.call('HGET', key, field) or '0') + tonumber(by)
  local text = sum ~= sum and 'NaN' or string.format('%.17g', sum)
  redis.call('HSET', key, field, text)
  return text
end
local result = {}
local at = #KEYS + 1
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
    redis.call('HSET', key, 'v' .. labels, value)
  end
  result[#result + 1] = value
end
return result
