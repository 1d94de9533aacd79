using NodaTime;
using Referrals.Codes;

namespace Referrals.Tests.Codes.Strength;

public class CodeStrengthTests
{
    private static readonly CodeFormat SixDigits = CodeFormat.Create(c => c.Length(6).Alphabet(CodeAlphabet.Digits).WithCheckCharacter());

    [Theory]
    [InlineData(0, CodeStrengthLevel.Strong)]
    [InlineData(1, CodeStrengthLevel.Strong)]
    [InlineData(2, CodeStrengthLevel.Weak)]
    [InlineData(100, CodeStrengthLevel.Weak)]
    [InlineData(101, CodeStrengthLevel.Guessable)]
    public void The_rule_is_a_million_and_ten_thousand_tries_for_one_hit(long inUse, CodeStrengthLevel verdict) =>
        Assert.Equal(verdict, CodeStrength.Of(SixDigits, inUse).Verdict);

    [Fact]
    public void Chances_follow_from_the_codes_in_use()
    {
        var strength = CodeStrength.Of(SixDigits, 100);

        Assert.Equal(10_000, strength.TriesPerHit);
        Assert.Equal(0.0001, strength.CollisionChance, 12);
        Assert.Equal(Duration.FromSeconds(100), strength.TimeToHit(100));
        Assert.Equal("Weak: with 100 codes in use, a guess hits once in 10,000 tries.", strength.ToString());
    }

    [Fact]
    public void The_birthday_bound_is_that_of_the_textbook()
    {
        // 23 people, 365 days: 0.5000 by the exponential bound (0.5073 exactly); scaled to a format, 1,178 of 10^6 give
        // one half.
        Assert.Equal(0.5, CodeStrength.Of(SixDigits, 1_178).AnyCollisionChance, 3);
        Assert.Equal(0, CodeStrength.Of(SixDigits, 0).AnyCollisionChance);
        Assert.Equal(0, CodeStrength.Of(SixDigits, 1).AnyCollisionChance);
        Assert.Equal(1e-6, CodeStrength.Of(SixDigits, 2).AnyCollisionChance, 9);
    }

    [Fact]
    public void Nothing_in_use_cannot_be_guessed_and_default_is_refused()
    {
        Assert.Equal(double.PositiveInfinity, CodeStrength.Of(SixDigits, 0).TriesPerHit);
        Assert.True(CodeStrength.Of(SixDigits, 0).TimeToHit(1_000) > Duration.FromDays(300_000));
        Assert.Throws<InvalidOperationException>(() => default(CodeStrength).TriesPerHit);
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeStrength.Of(SixDigits, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeStrength.Of(SixDigits, 1).TimeToHit(0));
    }
}
