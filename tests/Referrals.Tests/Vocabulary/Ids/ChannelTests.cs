using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class ChannelTests : ValueContract<Channel>
{
    protected override Action<Channel>? RefusedUse => channel => _ = channel.Value;

    protected override IReadOnlyList<Channel> Samples() => [Channel.Referral, Channel.From("email"), Channel.From("In_App.push-2")];

    [Fact]
    public void Case_does_not_make_another_channel() => Assert.Equal(Channel.From("EMAIL"), Channel.From("email"));

    [Fact]
    public void Name_is_lowered_without_regard_to_the_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("tr-TR");
        try
        {
            Assert.Equal("email.link", Channel.From("EMAIL.LINK").Value);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
