using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Referrals.AspNetCore.Pages;
using Referrals.AspNetCore.Visitors;

namespace Referrals.AspNetCore.Landing;

/// <summary>A code that was typed into the form of the welcome page.</summary>
internal static class CodeEntry
{
    internal const string Path = "/code";

    internal static async Task HandleAsync(HttpContext context, WebSite site)
    {
        PageHeaders.Page(context.Response);
        var services = context.RequestServices;
        if (!await services.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context).ConfigureAwait(false))
        {
            await AnswerAsync(static texts => texts.FormExpired, null, StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }

        var typed = (await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false))["code"].ToString();
        if (!services.GetRequiredService<AddressLimiter>().AllowsCode(context))
        {
            context.Response.Headers.RetryAfter = "60";
            await AnswerAsync(static texts => texts.CodeTooOften, typed, StatusCodes.Status429TooManyRequests).ConfigureAwait(false);
            return;
        }

        var entry = await EnterAsync(context, site, typed).ConfigureAwait(false);
        if (entry.Code is not { } code)
        {
            await AnswerAsync(static texts => texts.CodeWrong, typed, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = LandingEndpoint.TargetOf(context, site, entry.IsKept ? null : code, Path);

        Task AnswerAsync(Func<PageTexts, string> fault, string? text, int status) =>
            PageHeaders.WriteAsync(context, WelcomePage.Write(context, site, Path, fault, text is { Length: > 64 } ? text[..64] : text), status);
    }

    /// <summary>Records a typed code for the visitor of a request, and remembers it where the visitor lets us.</summary>
    /// <returns>The code where it is one that counts; and whether the cookie keeps it.</returns>
    internal static async ValueTask<(Codes.ReferralCode? Code, bool IsKept)> EnterAsync(HttpContext context, WebSite site, string? typed)
    {
        var cookie = context.RequestServices.GetRequiredService<VisitorCookie>();
        var visitor = cookie.Read(context)?.Visitor ?? cookie.Draw();
        var decision = await site.Engine(context).TouchAsync(Touch.CodeEntry(typed, visitor), context.RequestAborted).ConfigureAwait(false);
        if (CodeOf(decision) is not { } code)
        {
            return (null, false);
        }

        var isKept = await site.Options.MayRemember(context).ConfigureAwait(false);
        if (isKept)
        {
            cookie.Write(context, visitor, site.Id, code);
        }

        return (code, isKept);
    }

    /// <summary>The code of a touch that counts: that in force where the one that was typed was replaced.</summary>
    internal static Codes.ReferralCode? CodeOf(Decision touch) =>
        touch is { IsAccepted: true, Subject: { } subject } ? Codes.ReferralCode.From(subject) : null;
}
