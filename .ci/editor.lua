-- Drives the language server from Neovim: a fault across files from a buffer
-- that is not saved, and its fix. Arguments: the configuration of the client,
-- the file that is edited, the file that has the fault.
local setup, cause, fault = unpack(vim.split(vim.env.CARBONLINT_FILES, '\n'))
local rule = 'cluster/shutdown_hook_on'

local function fail(message)
  io.stdout:write('FAIL: ' .. message .. '\n' .. vim.inspect(vim.diagnostic.get()) .. '\n')
  vim.cmd('cquit 1')
end

local function found(buffer)
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    if d.code == rule then
      return d
    end
  end
end

local function wait(what, condition)
  if not vim.wait(30000, condition, 20) then
    fail('waited in vain for ' .. what)
  end
end

vim.cmd('luafile ' .. vim.fn.fnameescape(setup))
vim.cmd('edit ' .. vim.fn.fnameescape(fault))
local target = vim.api.nvim_get_current_buf()
wait('the client', function() return #vim.lsp.get_active_clients() == 1 end)
local client = vim.lsp.get_active_clients()[1]
wait('the first findings', function() return #vim.diagnostic.get() > 0 end)
if found(target) then
  fail('the fault is there before the edit')
end

vim.cmd('hide edit ' .. vim.fn.fnameescape(cause))
local edited = vim.api.nvim_get_current_buf()
vim.cmd([[%s/HazelcastClusteringAgent" enable="false"/HazelcastClusteringAgent" enable="true"/]])
wait('the fault', function() return found(target) ~= nil end)
if not vim.bo[edited].modified then
  fail('the buffer is saved')
end

local d = found(target)
local position = { line = d.lnum, character = d.col }
local answers = vim.lsp.buf_request_sync(target, 'textDocument/codeAction', {
  textDocument = { uri = vim.uri_from_bufnr(target) },
  range = { start = position, ['end'] = position },
  context = { diagnostics = {} },
}, 30000)
local fix
for _, action in ipairs(answers[client.id].result) do
  if action.isPreferred then
    fix = action
  end
end
if not fix then
  fail('there is no fix: ' .. vim.inspect(answers))
end
vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
wait('the end of the fault', function() return found(target) == nil end)

local hover = vim.lsp.buf_request_sync(target, 'textDocument/hover', {
  textDocument = { uri = vim.uri_from_bufnr(target) }, position = position,
}, 30000)
io.stdout:write(table.concat({
  'message: ' .. d.message,
  'source: ' .. d.source,
  'page: ' .. d.user_data.lsp.codeDescription.href,
  'fix: ' .. fix.title,
  'text: ' .. table.concat(vim.api.nvim_buf_get_lines(target, 0, -1, false), '|'),
  'hover: ' .. hover[client.id].result.contents.kind,
  '',
}, '\n'))
vim.cmd('qall!')
