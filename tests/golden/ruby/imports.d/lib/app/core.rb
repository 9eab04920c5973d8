class Core
  def run; end
end
