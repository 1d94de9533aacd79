using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A referrer shared the code or link through a channel.</summary>
public sealed record Share : ReferralInputOf<Share>
{
    [JsonConstructor]
    internal Share()
    {
    }

    /// <summary>The application's id of the share, unique in the program.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>Who shared.</summary>
    [JsonInclude]
    public CustomerId Referrer { get; internal init; }

    /// <summary>Through which channel.</summary>
    [JsonInclude]
    public Channel Channel { get; internal init; }

    internal override string DerivedKey => KeyText.Of("share", Id);

    /// <summary>Reports a share.</summary>
    /// <param name="id">The application's id of the share: 1 to 128 characters.</param>
    /// <param name="referrer">Who shared; must be enrolled.</param>
    /// <param name="channel">Such as <c>email</c> or <c>sms</c>.</param>
    /// <exception cref="ArgumentException">An id is <c>default</c>, empty or too long.</exception>
    public static Share Of(string id, CustomerId referrer, Channel channel) => new()
    {
        Id = InputText.Check(id),
        Referrer = InputText.Check(referrer),
        Channel = InputText.Check(channel),
    };
}
