using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of docs/codes.md.</summary>
public sealed class CodesDocTests
{
    [Fact]
    public void Codes_are_made_shown_and_read()
    {
        var format = CodeFormat.Create(c => c.Length(8).WithCheckCharacter());      // also CodeFormat.Default

        var code = CodeGenerator.Next(format, CryptographicRandomness.Instance);
        var shown = format.Format(code);          // "K7M-2XQ-9TP": what people see
        var stored = code.Value;                  // "K7M2XQ9TP":   what is stored

        var parsed = format.Parse("k7m 2xq 9tp"); // the same code
        parsed = format.Parse("k7m 2qx 9tp");     // parsed.Fault == CodeFault.CheckFailed

        Assert.Equal(9, stored.Length);
        Assert.Equal(11, shown.Length);
        Assert.Equal(code, format.Parse(shown.ToLowerInvariant()).Code);
        Assert.False(parsed.IsValid);
    }

    [Fact]
    public void Words_can_be_added_or_left_out()
    {
        CodeFormat.Create(c => c.Length(8).Without(CodeWords.Default.With("acme", "rival")));   // more words
        CodeFormat.Create(c => c.Length(8).Without(CodeWords.None.With("meinwort")));           // only your own

        Assert.NotEqual(CodeWords.Default, CodeWords.None);
    }

    [Fact]
    public void Customers_choose_codes()
    {
        var format = CodeFormat.Default;

        var chosen = CustomCodeRules.Default.Choose("Anna-2026", format);     // ANNA2026, or why not
        var key = CustomCodeRules.KeyOf(chosen.Code);                         // what to store it under

        Assert.Equal("ANNA2026", chosen.Code.Value);
        Assert.NotEmpty(key.ToString()!);
    }
}
