using System.Reflection;

namespace Referrals.Insights.Tests;

/// <summary>What the sample prints of the data that it ships. It runs alone: property tests write to the same console.</summary>
[Collection(nameof(SampleTests))]
[CollectionDefinition(nameof(SampleTests), DisableParallelization = true)]
public sealed class SampleTests
{
    [Fact]
    public void Pages_of_the_sample_read_as_approved()
    {
        var (before, output) = (Console.Out, new StringWriter());
        try
        {
            Console.SetOut(output);
            Assert.Equal(0, Assembly.Load("Referrals.Samples.Insights").EntryPoint!.Invoke(null, [Array.Empty<string>()]));
        }
        finally
        {
            Console.SetOut(before);
        }

        Approvals.Verify(output.ToString());
    }
}
