using Xunit.Sdk;

namespace Referrals.Tests;

public sealed class ApprovalsTests
{
    [Fact]
    public void Equal_text_with_other_line_ends_is_approved() => Approvals.Verify("first\r\nsecond\r\n");

    [Fact]
    public void Other_text_fails_and_leaves_the_received_file()
    {
        var received = TestTree.PathOf("tests", "Referrals.Tests", "ApprovalsTests.Sample.received.txt");
        try
        {
            var failure = Assert.Throws<XunitException>(() => Approvals.Verify("one\ntwo\nthree", method: "Sample"));

            Assert.Contains("-2\n+two\n three", failure.Message, StringComparison.Ordinal);
            Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(received));
        }
        finally
        {
            File.Delete(received);
        }
    }

    [Fact]
    public void Missing_file_fails_and_says_what_to_do()
    {
        var received = TestTree.PathOf("tests", "Referrals.Tests", "ApprovalsTests.Sample.missing.received.txt");
        try
        {
            var failure = Assert.Throws<XunitException>(() => Approvals.Verify("text", method: "Sample", suffix: "missing"));

            Assert.Contains("rename it to ApprovalsTests.Sample.missing.verified.txt", failure.Message, StringComparison.Ordinal);
            Assert.True(File.Exists(received));
        }
        finally
        {
            File.Delete(received);
        }
    }
}
