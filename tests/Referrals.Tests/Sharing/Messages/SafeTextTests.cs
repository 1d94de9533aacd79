using Referrals.Sharing;

namespace Referrals.Tests.Sharing.Messages;

public class SafeTextTests
{
    [Fact]
    public void Html_has_no_markup_left() =>
        Assert.Equal("&lt;b title=&quot;&#x27;&quot;&gt;A &amp; B €&lt;/b&gt;", SafeText.ForHtml("<b title=\"'\">A & B €</b>"));

    [Theory]
    [InlineData("a b&c=d", "a%20b%26c%3Dd")]
    [InlineData("é😀", "%C3%A9%F0%9F%98%80")]
    public void Urls_are_escaped(string text, string escaped) => Assert.Equal(escaped, SafeText.ForUrl(text));

    [Fact]
    public void Half_a_character_does_no_harm()
    {
        Assert.Equal("%EF%BF%BD", SafeText.ForUrl("\uD83D"));
        Assert.Equal("\uFFFD", SafeText.ForLine("\uD83D"));
        Assert.Equal("&#xFFFD;", SafeText.ForHtml("\uD83D"));
    }

    [Theory]
    [InlineData("Anna", "\"Anna\"")]
    [InlineData("", "\"\"")]
    [InlineData("a,\"b\"\nc", "\"a,\"\"b\"\"\nc\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+49 30", "\"'+49 30\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a=1", "\"a=1\"")]
    public void Formulas_do_not_reach_a_spreadsheet(string text, string cell) => Assert.Equal(cell, SafeText.ForCsv(text));

    [Theory]
    [InlineData("Anna\r\nBcc: all@example.com", "Anna  Bcc: all@example.com")]
    [InlineData("A\0n\u2028na\u0085", "A n na")]
    [InlineData("moc.\u202Eelpmaxe\u2066", "moc.elpmaxe")]
    [InlineData("Zoë 😀 安娜", "Zoë 😀 安娜")]
    public void A_line_stays_a_line(string text, string line) => Assert.Equal(line, SafeText.ForLine(text));
}
