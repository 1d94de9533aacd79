using Referrals;
using Referrals.Serialization;

namespace Bookshop.Tests;

/// <summary>The program file: valid, reviewed, and with terms that were read.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void Program_is_valid_and_round_trips() => Assert.Equal(Shop.Program, ProgramJson.Read(ProgramJson.Write(Shop.Program), Shop.Rules));

    [Fact]
    public void Review_is_clean() => Assert.Empty(ProgramAnalysis.Of(Shop.Program, Shop.Words).Findings);

    [Fact]
    public void Terms_of_the_referrer_were_read() => Snapshot.Match(ProgramTerms.Of(Shop.Program, Side.Referrer, Shop.Words).ToText());

    [Fact]
    public void Terms_of_the_friend_were_read() => Snapshot.Match(ProgramTerms.Of(Shop.Program, Side.Referee, Shop.Words).ToText());

    [Theory]
    [InlineData("\"percent\": 20", "\"percent\": 51", "$.incentives[0].reward.custom.with.percent")]
    [InlineData("\"percent\": 20", "\"share\": 20", "$.incentives[0].reward.custom.with.percent")]
    [InlineData("\"1.00 EUR\"", "\"1 Euro\"", "$.incentives[1].reward.custom.with.most")]
    [InlineData("\"birthday-month\"", "\"birthday\"", "$.incentives[2].when.custom")]
    public void Slip_in_the_file_is_told_with_its_path(string written, string slip, string path)
    {
        var mistake = Assert.Throws<ReferralProgramException>(() => ProgramJson.Read(Shop.Json.Replace(written, slip, StringComparison.Ordinal), Shop.Rules));
        Assert.Equal(path, Assert.Single(mistake.Findings).Path);
    }
}
