using Referrals.Tests.Architecture;

namespace Referrals.Tests.Qualification;

public sealed class ConditionAnswerTests : ValueContract<ConditionAnswer>
{
    /// <summary>The default is an answer that is not known.</summary>
    protected override Action<ConditionAnswer>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<ConditionAnswer> Samples() =>
    [
        ConditionAnswer.Unknown(), ConditionAnswer.NotMet(), ConditionAnswer.Met(), ConditionAnswer.Met("7"), ConditionAnswer.NotMet("2", "at least 3"),
        ConditionAnswer.NotMet(required: "at least 3"),
    ];

    [Fact]
    public void Truth_values_are_answers()
    {
        Assert.Equal(ConditionAnswer.Met(), (ConditionAnswer)true);
        Assert.Equal(ConditionAnswer.NotMet(), (ConditionAnswer)false);
        Assert.Equal(default, (ConditionAnswer)(bool?)null);
        Assert.Equal(ConditionAnswer.Unknown(), ConditionAnswer.Of(null));
        Assert.Null(default(ConditionAnswer).Holds);
    }

    [Fact]
    public void Answer_prints_as_one_would_say_it()
    {
        Assert.Equal("not met: order 2, required the third order", ConditionAnswer.NotMet("order 2", "the third order").ToString());
        Assert.Equal("met", ConditionAnswer.Met().ToString());
        Assert.Equal("not known: required an amount", ConditionAnswer.Unknown(required: "an amount").ToString());
        Assert.Equal(256, ConditionAnswer.Met(new string('x', 999)).Actual!.Length);
    }
}
