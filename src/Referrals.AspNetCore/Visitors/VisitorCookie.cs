using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Referrals.Codes;

namespace Referrals.AspNetCore.Visitors;

/// <summary>
/// The cookie of a visitor who followed a link or typed a code: who it is, and by which code of which program. Sealed by ASP.NET Core Data
/// Protection, so that nobody can write one, and gone as soon as the visitor is known as a customer.
/// </summary>
internal sealed class VisitorCookie
{
    private const string Version = "1";

    private readonly IDataProtector _protector;
    private readonly ReferralsWebOptions _options;
    private readonly ICodeRandomness _randomness;

    internal VisitorCookie(IDataProtectionProvider protection, IOptions<ReferralsWebOptions> options, ICodeRandomness randomness)
    {
        _protector = protection.CreateProtector("Referrals.AspNetCore.Visitor");
        _options = options.Value;
        _randomness = randomness;
    }

    /// <summary>The visitor of a request; <c>null</c> for one who is not known, or whose cookie is not ours.</summary>
    internal RememberedVisitor? Read(HttpContext context)
    {
        // A longer one was not written here; it is not worth the work of opening it.
        if (context.Request.Cookies[_options.CookieName] is not { Length: > 0 and <= 1024 } text || !TryOpen(text, out var plain))
        {
            return null;
        }

        return plain.Split('\n') is [Version, var visitor, var program, var code]
            && VisitorId.TryFrom(visitor, out var id) && ProgramId.TryFrom(program, out var programId)
                ? new RememberedVisitor(id, programId, code)
                : null;
    }

    /// <summary>A visitor whom nobody knows: 128 random bits.</summary>
    internal VisitorId Draw() => VisitorId.From($"{_randomness.NextBits():x16}{_randomness.NextBits():x16}");

    internal void Write(HttpContext context, VisitorId visitor, ProgramId program, ReferralCode code)
    {
        var sealedText = _protector.Protect(string.Join('\n', Version, visitor.Value, program.Value, code.Value));
        context.Response.Cookies.Append(_options.CookieName, sealedText, Settings(_options.CookieLifetime));
    }

    /// <summary>Takes the cookie away, so that whoever comes next in this browser is another visitor.</summary>
    internal void Forget(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(_options.CookieName) && !context.Response.HasStarted)
        {
            context.Response.Cookies.Delete(_options.CookieName, Settings(null));
        }
    }

    private static CookieOptions Settings(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,

        // The consent hook has been asked; a second gate would drop the cookie without a word.
        IsEssential = true,
    };

    private bool TryOpen(string text, [NotNullWhen(true)] out string? plain)
    {
        try
        {
            plain = _protector.Unprotect(text);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            plain = null;
            return false;
        }
    }
}

/// <summary>What a cookie says.</summary>
/// <param name="Visitor">Who it is.</param>
/// <param name="Program">The program whose code was last followed or typed.</param>
/// <param name="Code">That code, in canonical form.</param>
internal sealed record RememberedVisitor(VisitorId Visitor, ProgramId Program, string Code);
