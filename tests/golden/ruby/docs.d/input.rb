# frozen_string_literal: true

# About f,
# on two lines.
def f(a, b = 1,
      *rest, key:, **opts, &block)
end

# Not about C.

class C < Struct
  # About m.
  def m = 1 # trailing

  def n() end

=begin
About o.
=end
  def o
    # inside
  end
end
