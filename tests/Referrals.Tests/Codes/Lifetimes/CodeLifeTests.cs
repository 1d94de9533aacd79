using NodaTime;
using Referrals.Codes;

namespace Referrals.Tests.Codes.Lifetimes;

public class CodeLifeTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2026, 4, 1, 0, 0);
    private static readonly CustomerId Anna = CustomerId.From("anna");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    [Fact]
    public void Unlimited_is_always_usable()
    {
        Assert.Equal(CodeStatus.Usable, CodeLifecycle.Unlimited.At(Instant.MinValue, 0));
        Assert.Equal(CodeStatus.Usable, CodeLifecycle.Unlimited.At(Instant.MaxValue, long.MaxValue, Anna));
    }

    [Fact]
    public void The_start_is_included_and_the_end_is_not()
    {
        var life = CodeLifecycle.Unlimited.From(Start).Until(End);

        Assert.Equal(CodeStatus.NotStarted, life.At(Start - Duration.Epsilon, 0));
        Assert.Equal(CodeStatus.Usable, life.At(Start, 0));
        Assert.Equal(CodeStatus.Usable, life.At(End - Duration.Epsilon, 0));
        Assert.Equal(CodeStatus.Expired, life.At(End, 0));
    }

    [Fact]
    public void The_last_use_is_the_limit()
    {
        var life = CodeLifecycle.Unlimited.AtMost(2);

        Assert.Equal(CodeStatus.Usable, life.At(Start, 1));
        Assert.Equal(CodeStatus.UsedUp, life.At(Start, 2));
    }

    [Fact]
    public void A_bound_code_serves_its_customer_only()
    {
        var life = CodeLifecycle.Unlimited.For(Anna);

        Assert.Equal(CodeStatus.Usable, life.At(Start, 0, Anna));
        Assert.Equal(CodeStatus.ForSomebodyElse, life.At(Start, 0, Bob));
        Assert.Equal(CodeStatus.Usable, life.At(Start, 0));
    }

    [Fact]
    public void A_suspended_code_can_be_resumed()
    {
        var life = CodeLifecycle.Unlimited.Suspend();

        Assert.Equal(CodeStatus.Suspended, life.At(Start, 0));
        Assert.Equal(CodeLifecycle.Unlimited, life.Resume());
    }

    [Fact]
    public void A_replaced_code_leads_to_the_new_one_whatever_else()
    {
        var next = ReferralCode.From("NEXT");
        var life = CodeLifecycle.Unlimited.Until(End).Suspend().ReplaceBy(next);

        Assert.Equal(CodeStatus.Replaced, life.At(End, 0));
        Assert.Equal(next, life.ReplacedBy);
        Assert.Equal(life, life.ReplaceBy(next));
        Assert.Throws<InvalidOperationException>(() => life.ReplaceBy(ReferralCode.From("OTHER")));
        Assert.Throws<ArgumentException>(() => CodeLifecycle.Unlimited.ReplaceBy(default));
    }

    [Fact]
    public void A_life_that_ends_before_it_starts_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CodeLifecycle.Unlimited.From(End).Until(Start));
        Assert.Throws<ArgumentException>(() => CodeLifecycle.Unlimited.Until(Start).From(Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeLifecycle.Unlimited.AtMost(0));
        Assert.Throws<ArgumentException>(() => CodeLifecycle.Unlimited.For(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeLifecycle.Unlimited.At(Start, -1));
    }
}
