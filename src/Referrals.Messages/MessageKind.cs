namespace Referrals.Messages;

/// <summary>
/// A kind of message: what it is for, and which variables its templates can show. Every kind has a template in every language of a
/// <see cref="Templates.MessageTemplates"/>.
/// </summary>
/// <remarks>Immutable; there are as many as <see cref="All"/> holds, so that they are compared by reference. The codes are stable.</remarks>
public sealed class MessageKind
{
    private MessageKind(string code, MessagePurpose purpose, params MessageVariable[] variables)
    {
        Code = code;
        Purpose = purpose;
        Variables = [MessageVariable.Greeting, MessageVariable.Program, .. variables];
    }

    /// <summary>An invitation to recommend, after a purchase.</summary>
    public static MessageKind InvitationAfterPurchase { get; } = Invitation("invitation.purchase");

    /// <summary>An invitation to recommend, after a good answer to a survey.</summary>
    public static MessageKind InvitationAfterSurvey { get; } = Invitation("invitation.survey");

    /// <summary>An invitation to recommend, after a delivery.</summary>
    public static MessageKind InvitationAfterDelivery { get; } = Invitation("invitation.delivery");

    /// <summary>Thanks for a recommendation, after somebody shared.</summary>
    public static MessageKind ThankYou { get; } = new("thank_you", MessagePurpose.Promotion, MessageVariable.Link);

    /// <summary>A friend signed up through the reader's recommendation. It does not say who.</summary>
    public static MessageKind FriendSignedUp { get; } = new("friend.signed_up", MessagePurpose.Service, MessageVariable.Friends);

    /// <summary>A reward was earned and becomes available on a day.</summary>
    public static MessageKind RewardPending { get; } = new("reward.pending", MessagePurpose.Service, MessageVariable.Amount, MessageVariable.Day);

    /// <summary>A reward was earned and is looked at first; nobody knows until when.</summary>
    public static MessageKind RewardInReview { get; } = new("reward.in_review", MessagePurpose.Service, MessageVariable.Amount);

    /// <summary>A reward is available.</summary>
    public static MessageKind RewardEarned { get; } = new("reward.earned", MessagePurpose.Service, MessageVariable.Amount);

    /// <summary>A reward of which the reader was told before was taken back, whole or in part.</summary>
    public static MessageKind RewardTakenBack { get; } =
        new("reward.taken_back", MessagePurpose.Service, MessageVariable.Amount, MessageVariable.Reason);

    /// <summary>Something did not count, and why.</summary>
    public static MessageKind RewardRefused { get; } = new("reward.refused", MessagePurpose.Service, MessageVariable.Reason);

    /// <summary>Rewards can be used only until a day that is near.</summary>
    public static MessageKind RewardExpiring { get; } = new("reward.expiring", MessagePurpose.Service, MessageVariable.Amount, MessageVariable.Day);

    /// <summary>The next tier or milestone is within reach.</summary>
    public static MessageKind TierNear { get; } = new(
        "tier.near",
        MessagePurpose.Promotion,
        MessageVariable.Reached,
        MessageVariable.Needed,
        MessageVariable.Missing,
        MessageVariable.Tier,
        MessageVariable.Link);

    /// <summary>A payout was sent.</summary>
    public static MessageKind PayoutSent { get; } = new("payout.sent", MessagePurpose.Service, MessageVariable.Amount);

    /// <summary>Nothing has happened for a long time.</summary>
    public static MessageKind WinBack { get; } = new("win_back", MessagePurpose.Promotion, MessageVariable.Offer, MessageVariable.Link);

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<MessageKind> All { get; } =
    [
        InvitationAfterPurchase, InvitationAfterSurvey, InvitationAfterDelivery, ThankYou, FriendSignedUp, RewardPending, RewardInReview, RewardEarned,
        RewardTakenBack, RewardRefused, RewardExpiring, TierNear, PayoutSent, WinBack,
    ];

    /// <summary>The stable code, such as <c>reward.pending</c>.</summary>
    public string Code { get; }

    /// <summary>What it is for: whether it needs the reader's consent, and what it counts towards.</summary>
    public MessagePurpose Purpose { get; }

    /// <summary>The variables that its templates can show, the common ones first.</summary>
    public IReadOnlyList<MessageVariable> Variables { get; }

    /// <summary>The kind with a code.</summary>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static MessageKind Parse(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return All.FirstOrDefault(kind => kind.Code == code) ?? throw new ArgumentException(
            $"'{code}' is not the code of a kind of message; use one of {string.Join(", ", All.Select(static kind => kind.Code))}.", nameof(code));
    }

    /// <summary>The variable of a name; <c>null</c> for none.</summary>
    internal MessageVariable? Find(string name) => Variables.FirstOrDefault(variable => variable.Name == name);

    /// <summary>The code.</summary>
    public override string ToString() => Code;

    private static MessageKind Invitation(string code) => new(code, MessagePurpose.Promotion, MessageVariable.Offer, MessageVariable.Link);
}

/// <summary>What a message is for.</summary>
public enum MessagePurpose
{
    /// <summary>It tells of something that concerns the reader's own account, such as a reward or a payout. It asks for no consent.</summary>
    Service = 0,

    /// <summary>It asks the reader to do something. It is sent only to people who have agreed, and no oftener than the cap allows.</summary>
    Promotion = 1,
}

/// <summary>What kind of value stands for a variable. It decides where the variable can stand and how its value is written.</summary>
public enum MessageValueType
{
    /// <summary>A text in one line.</summary>
    Text = 0,

    /// <summary>An amount of a unit, written in the language: <c>10,00 EUR</c>. Plural forms go by its number.</summary>
    Amount = 1,

    /// <summary>A number, written in the language. Plural forms go by it.</summary>
    Number = 2,

    /// <summary>A day, written in the language: <c>27. November 2026</c>.</summary>
    Day = 3,

    /// <summary>An <c>http</c> or <c>https</c> URL. In HTML it is a link that can be clicked.</summary>
    Link = 4,
}

/// <summary>A variable that templates can show in braces, and what kind of value it has.</summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Sample">A value for previews, as <see cref="Templates.MessageValues"/> reads it.</param>
public sealed record MessageVariable(string Name, MessageValueType Type, string Sample)
{
    internal static MessageVariable Greeting { get; } = new("greeting", MessageValueType.Text, "Hello Ann,");

    internal static MessageVariable Program { get; } = new("program", MessageValueType.Text, "Spring");

    internal static MessageVariable Offer { get; } = new("offer", MessageValueType.Text, "Give 5.00 EUR, get 10.00 EUR");

    internal static MessageVariable Link { get; } = new("link", MessageValueType.Link, "https://shop.example/r/7KMQ2XCD");

    internal static MessageVariable Friends { get; } = new("friends", MessageValueType.Number, "3");

    internal static MessageVariable Amount { get; } = new("amount", MessageValueType.Amount, "10.00 EUR");

    internal static MessageVariable Day { get; } = new("day", MessageValueType.Day, "2026-03-15");

    internal static MessageVariable Reason { get; } = new("reason", MessageValueType.Text, "You can't refer yourself.");

    internal static MessageVariable Reached { get; } = new("reached", MessageValueType.Number, "4");

    internal static MessageVariable Needed { get; } = new("needed", MessageValueType.Number, "5");

    internal static MessageVariable Missing { get; } = new("missing", MessageValueType.Number, "1");

    internal static MessageVariable Tier { get; } = new("tier", MessageValueType.Text, "Gold");

    /// <summary>Where a reader unsubscribes; only in the footer.</summary>
    internal static MessageVariable Unsubscribe { get; } = new("unsubscribe", MessageValueType.Link, "https://shop.example/unsubscribe/sample");

    /// <summary>The reader's name; only in the greeting.</summary>
    internal static MessageVariable PersonName { get; } = new("name", MessageValueType.Text, "Ann");
}
