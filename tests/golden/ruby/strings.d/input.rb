def render(user)
  title = "#{format_name(user)} and #{user}"
  puts <<~TEXT, title
    Hello #{format_name(user)}
    #{footer}
  TEXT
  %w[footer other]
  `ls #{folder}`
  /#{pattern}/
  :"sym#{footer}"
  "plain footer"
end

def format_name(user); end
def footer; end
def folder; end
def pattern; end
def other; end
