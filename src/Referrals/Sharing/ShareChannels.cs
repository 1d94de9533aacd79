namespace Referrals.Sharing;

/// <summary>
/// The channels of a share that the library has messages and links for. Any other <see cref="Channel"/> of the host's
/// own is as good.
/// </summary>
public static class ShareChannels
{
    /// <summary>E-mail: <c>email</c>.</summary>
    public static Channel Email { get; } = Channel.From("email");

    /// <summary>Text message: <c>sms</c>.</summary>
    public static Channel Sms { get; } = Channel.From("sms");

    /// <summary>WhatsApp: <c>whatsapp</c>.</summary>
    public static Channel WhatsApp { get; } = Channel.From("whatsapp");

    /// <summary>X, once Twitter: <c>x</c>.</summary>
    public static Channel X { get; } = Channel.From("x");

    /// <summary>Facebook: <c>facebook</c>.</summary>
    public static Channel Facebook { get; } = Channel.From("facebook");

    /// <summary>LinkedIn: <c>linkedin</c>.</summary>
    public static Channel LinkedIn { get; } = Channel.From("linkedin");

    /// <summary>The link or message was copied, to be pasted who knows where: <c>copy</c>.</summary>
    public static Channel Copy { get; } = Channel.From("copy");

    /// <summary>A printed or shown QR code: <c>qr</c>.</summary>
    public static Channel Qr { get; } = Channel.From("qr");
}
