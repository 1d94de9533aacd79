using System.Globalization;

namespace Referrals.AspNetCore.Pages;

/// <summary>All texts of the pages in one language. Each language has every text, since the compiler asks for it.</summary>
internal sealed partial record PageTexts
{
    /// <summary>The language, as in the <c>lang</c> attribute.</summary>
    public required string Language { get; init; }

    /// <summary>The culture of numbers and dates where the request's own is of another language.</summary>
    public required string Culture { get; init; }

    /// <summary>{0} the reward, {1} the product.</summary>
    public required string WelcomeReward { get; init; }

    /// <summary>{0} the product.</summary>
    public required string Welcome { get; init; }

    public required string WelcomeInvited { get; init; }

    /// <summary>The label of a code.</summary>
    public required string YourFriendsCode { get; init; }

    public required string SignUp { get; init; }

    public required string HaveCode { get; init; }

    public required string CodeLabel { get; init; }

    public required string CodeHint { get; init; }

    public required string CodeApply { get; init; }

    public required string CodeWrong { get; init; }

    public required string CodeTooOften { get; init; }

    public required string FormExpired { get; init; }

    public required string Terms { get; init; }

    public required string Skip { get; init; }

    public required string SignInFirst { get; init; }

    /// <summary>{0} the reward.</summary>
    public required string InviteReward { get; init; }

    /// <summary>{0} what the friend gets, {1} what the participant gets.</summary>
    public required string GiveGet { get; init; }

    /// <summary>{0} what the friend gets, {1} what the participant gets.</summary>
    public required string LeadReferrerBoth { get; init; }

    public required string LeadReferrer { get; init; }

    public required string LeadReferee { get; init; }

    public required string Invite { get; init; }

    public required string Paused { get; init; }

    public required string Ended { get; init; }

    /// <summary>With the day.</summary>
    public required string OfferBegins { get; init; }

    /// <summary>What a friend reads while the program is paused.</summary>
    public required string OfferPaused { get; init; }

    public required string OfferEnded { get; init; }

    public required string Banned { get; init; }

    public required string Join { get; init; }

    public required string JoinRefused { get; init; }

    /// <summary>Both the heading and the button of the way out.</summary>
    public required string Leave { get; init; }

    public required string LeaveText { get; init; }

    public required string HasLeft { get; init; }

    public required string Return { get; init; }

    public required string ShareHeading { get; init; }

    public required string CodeNotUsable { get; init; }

    public required string YourLink { get; init; }

    public required string Copy { get; init; }

    public required string Copied { get; init; }

    public required string ShareNative { get; init; }

    public required string YourCode { get; init; }

    public required string QrTitle { get; init; }

    public required string QrDownload { get; init; }

    public required string HowHeading { get; init; }

    public required string HowShare { get; init; }

    public required string HowSignUp { get; init; }

    public required string HowReward { get; init; }

    public required string AFriend { get; init; }

    public required string BalanceHeading { get; init; }

    /// <summary>How many friends there are, above a number.</summary>
    public required string FriendsCount { get; init; }

    public required string Available { get; init; }

    public required string Pending { get; init; }

    public required string InPayout { get; init; }

    public required string Owed { get; init; }

    public required string ProgressHeading { get; init; }

    /// <summary>{0} a number.</summary>
    public required string NextStep { get; init; }

    /// <summary>{0} an amount.</summary>
    public required string StillToEarn { get; init; }

    public required string FriendsHeading { get; init; }

    public required string NoFriends { get; init; }

    public required string ColumnFriend { get; init; }

    public required string ColumnSince { get; init; }

    public required string ColumnState { get; init; }

    public required string ColumnDate { get; init; }

    public required string ColumnAmount { get; init; }

    public required string RewardsHeading { get; init; }

    public required string NoRewards { get; init; }

    public required string RefusalsHeading { get; init; }

    public required string BoardHeading { get; init; }

    public required string BoardText { get; init; }

    public required string BoardEmpty { get; init; }

    public required string ColumnRank { get; init; }

    public required string ColumnWho { get; init; }

    /// <summary>The reader on a list of people.</summary>
    public required string You { get; init; }

    /// <summary>Anybody else without a name.</summary>
    public required string Somebody { get; init; }

    public required string More { get; init; }

    public required string Newest { get; init; }

    public required string BeingChecked { get; init; }

    /// <summary>{0} a date.</summary>
    public required string AvailableFrom { get; init; }

    /// <summary>{0} a date.</summary>
    public required string AvailableUntil { get; init; }

    public required string TakenBack { get; init; }

    /// <summary>{0} an amount.</summary>
    public required string PartTakenBack { get; init; }

    public required string Expired { get; init; }

    public required string Used { get; init; }

    public required string PaidOut { get; init; }

    public required string StageClicked { get; init; }

    public required string StageSignedUp { get; init; }

    public required string StageQualified { get; init; }

    public required string StageRewarded { get; init; }

    public required string StageRefused { get; init; }

    public required string Email { get; init; }

    public required string TextMessage { get; init; }

    internal string StageOf(ReferralStage stage) => stage switch
    {
        ReferralStage.Clicked => StageClicked,
        ReferralStage.SignedUp => StageSignedUp,
        ReferralStage.Held => BeingChecked,
        ReferralStage.Qualified => StageQualified,
        ReferralStage.Rewarded => StageRewarded,
        _ => StageRefused,
    };

    /// <summary>What a channel is called; a host's own channel by its own name.</summary>
    internal string NameOf(Channel channel) => channel.Value switch
    {
        "email" => Email,
        "sms" => TextMessage,
        "whatsapp" => "WhatsApp",
        "x" => "X",
        "facebook" => "Facebook",
        "linkedin" => "LinkedIn",
        var other => other,
    };

    /// <summary>The texts of the language that is nearest to a culture, else the English ones.</summary>
    internal static PageTexts For(CultureInfo culture) => culture.TwoLetterISOLanguageName switch
    {
        "de" => German,
        "fr" => French,
        "es" => Spanish,
        _ => English,
    };

    /// <summary>How numbers and dates are written beside these texts: as in the request's culture where it is of the same language.</summary>
    internal CultureInfo FormatOf(CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == Language ? culture : Known(Culture);

    /// <summary>A culture by name; the invariant one where the machine knows no cultures, as in small containers.</summary>
    private static CultureInfo Known(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    internal static string Fill(string text, params ReadOnlySpan<string> values)
    {
        for (var place = 0; place < values.Length; place++)
        {
            text = text.Replace("{" + place.ToString(CultureInfo.InvariantCulture) + "}", values[place], StringComparison.Ordinal);
        }

        return text;
    }
}
