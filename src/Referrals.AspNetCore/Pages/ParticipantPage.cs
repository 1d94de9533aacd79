using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Referrals.QrCodes;
using Referrals.Sharing;

namespace Referrals.AspNetCore.Pages;

/// <summary>The page of whoever is signed in, the same as a fragment, the form to take part, and the QR code as a picture.</summary>
internal static class ParticipantPage
{
    internal const string Path = "/me";
    internal const string FragmentPath = "/me/fragment";
    internal const string JoinPath = "/me/join";
    internal const string LeavePath = "/me/leave";
    internal const string ReturnPath = "/me/return";
    internal const string QrPath = "/me/qr.png";

    /// <summary>Who reports what participants do with their own code, in the journal.</summary>
    internal const string Self = "participant";

    /// <summary>How many decisions are read at once to find who suspended a code.</summary>
    private const int Chunk = 200;

    internal static Task HandleAsync(HttpContext context, WebSite site) => AnswerAsync(context, site, Path, fault: null);

    /// <summary>The content alone, for a page of the host that includes it, and for the widget.</summary>
    internal static async Task HandleFragmentAsync(HttpContext context, WebSite site)
    {
        PageHeaders.Page(context.Response);
        if (await site.Options.Customer!(context).ConfigureAwait(false) is not { } customer)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var page = new Page(site, context, FragmentPath);
        var content = await ParticipantContent.WriteAsync(page, context, customer, fault: null, level: 2).ConfigureAwait(false);
        await PageHeaders.WriteAsync(context, Html.Of($"""<div class="referrals" lang="{page.Texts.Language}">{content}</div>""")).ConfigureAwait(false);
    }

    internal static async Task HandleJoinAsync(HttpContext context, WebSite site)
    {
        if (!await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context).ConfigureAwait(false))
        {
            await AnswerAsync(context, site, JoinPath, static texts => texts.FormExpired, StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }

        if (await site.Options.Customer!(context).ConfigureAwait(false) is { } customer)
        {
            var enrolled = await site.Engine(context).EnrollAsync(EnrollmentOf(customer), context.RequestAborted).ConfigureAwait(false);
            if (!enrolled.HasCode)
            {
                await AnswerAsync(context, site, JoinPath, static texts => texts.JoinRefused, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
                return;
            }
        }

        PageHeaders.Page(context.Response);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = WebSite.BaseOf(context, JoinPath) + Path;
    }

    /// <summary>Stops inviting, or begins again: the code is suspended and resumed. What others have suspended, the participant cannot resume.</summary>
    internal static async Task HandleLeaveAsync(HttpContext context, WebSite site, bool leaves)
    {
        var path = leaves ? LeavePath : ReturnPath;
        if (!await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context).ConfigureAwait(false))
        {
            await AnswerAsync(context, site, path, static texts => texts.FormExpired, StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }

        var engine = site.Engine(context);
        if (await site.Options.Customer!(context).ConfigureAwait(false) is { } customer
            && await engine.FindCodeAsync(customer.Id, context.RequestAborted).ConfigureAwait(false) is { } code)
        {
            var change = (leaves, code.Status) switch
            {
                (true, not Codes.CodeStatus.Suspended) => CodeChange.Suspend(code.Code.Value),
                (false, Codes.CodeStatus.Suspended) when await HasLeftAsync(engine, customer.Id, context.RequestAborted).ConfigureAwait(false) =>
                    CodeChange.Resume(code.Code.Value),
                _ => null,
            };
            if (change is not null)
            {
                _ = await engine.Codes.ChangeAsync(change.ReportedBy(Self), context.RequestAborted).ConfigureAwait(false);
            }
        }

        PageHeaders.Page(context.Response);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = WebSite.BaseOf(context, path) + Path;
    }

    /// <summary>Whether only the participant has suspended the code since it could be used, and nobody of the team.</summary>
    internal static async ValueTask<bool> HasLeftAsync(ReferralEngine engine, CustomerId customer, CancellationToken cancellationToken)
    {
        var (hasLeft, after) = (false, (string?)null);
        do
        {
            var page = await engine.Operations.ListDecisionsAsync(customer, after, Chunk, cancellationToken).ConfigureAwait(false);
            foreach (var change in page.Items.Where(static one => one.Decision.IsAccepted).Select(static one => one.Input).OfType<CodeChange>())
            {
                switch (change.Kind)
                {
                    case CodeChangeKind.Suspend when change.Actor != Self:
                        return false;
                    case CodeChangeKind.Suspend:
                        hasLeft = true;
                        break;
                    case CodeChangeKind.Resume or CodeChangeKind.Replace:
                        return hasLeft;
                }
            }

            after = page.Next;
        }
        while (after is not null);
        return hasLeft;
    }

    internal static async Task HandleQrAsync(HttpContext context, WebSite site)
    {
        PageHeaders.Private(context.Response);
        if (await site.Options.Customer!(context).ConfigureAwait(false) is not { } customer)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (site.ProgramOf(context).Links is { } links
            && await site.Engine(context).FindCodeAsync(customer.Id, context.RequestAborted).ConfigureAwait(false) is { } code)
        {
            context.Response.ContentType = "image/png";
            await context.Response.Body.WriteAsync(ReferralQrCode.Of(links.Build(code.Code, ShareChannels.Qr)).ToPng(), context.RequestAborted)
                .ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    internal static Enrollment EnrollmentOf(WebCustomer customer) =>
        customer.Segment is { } segment ? Enrollment.Of(customer.Id).InSegment(segment) : Enrollment.Of(customer.Id);

    private static async Task AnswerAsync(
        HttpContext context, WebSite site, string path, Func<PageTexts, string>? fault, int status = StatusCodes.Status200OK)
    {
        PageHeaders.Page(context.Response);
        var page = new Page(site, context, path);
        if (await site.Options.Customer!(context).ConfigureAwait(false) is { } customer)
        {
            var content = await ParticipantContent.WriteAsync(page, context, customer, fault?.Invoke(page.Texts)).ConfigureAwait(false);
            await PageHeaders.WriteAsync(context, page.Document(ParticipantContent.TitleOf(page), content), status).ConfigureAwait(false);
        }
        else if (context.RequestServices.GetService<IAuthenticationSchemeProvider>() is { } schemes
            && await schemes.GetDefaultChallengeSchemeAsync().ConfigureAwait(false) is not null)
        {
            // The host's own way to sign in, which leads back here.
            await context.ChallengeAsync().ConfigureAwait(false);
        }
        else
        {
            var title = ParticipantContent.TitleOf(page);
            var content = new Html().Add($"<h1>{title}</h1>\n<p>{page.Texts.SignInFirst}</p>\n");
            await PageHeaders.WriteAsync(context, page.Document(title, content), StatusCodes.Status401Unauthorized).ConfigureAwait(false);
        }
    }
}
