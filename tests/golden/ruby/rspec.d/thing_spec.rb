require "thing"

RSpec.describe Thing do
  let(:thing) { Thing.new }

  describe "#run" do
    context "when ready" do
      it "runs" do
        expect(thing.run).to eq(1)
        compute
      end

      it { is_expected.to be_ready }
      specify(:symbol) { helper }
    end
  end

  def helper
    compute
  end
end
