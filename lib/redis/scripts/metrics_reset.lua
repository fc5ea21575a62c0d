-- Sets all series of the families in KEYS to zero. They stay.
for _, key in ipairs(KEYS) do
  for _, field in ipairs(redis.call('HKEYS', key)) do
    local kind = string.sub(field, 1, 1)
    if kind == 'v' or kind == 't' then
      redis.call('HSET', key, field, '0')
    elseif kind == 'c' then
      redis.call('HDEL', key, field)
    end
  end
end
return 1
