using Bookshop;

namespace Referrals.Samples.Tests.CustomRule;

public sealed class CustomRuleTests
{
    [Fact]
    public async Task Tour_is_worth_reading()
    {
        using var output = new StringWriter { NewLine = "\n" };

        Assert.Equal(0, await Tour.RunAsync(output));
        Approvals.Verify(output.ToString());
    }
}
